import { describeLifecycle } from './support/environment-lifecycle';

describe('dev', () => describeLifecycle('dev'));
