import { describeLifecycle } from './support/environment-lifecycle';

describe('stg', () => describeLifecycle('stg'));
