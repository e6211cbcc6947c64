import { describeLifecycle } from './support/environment-lifecycle';

describe('prod', () => describeLifecycle('prod'));
