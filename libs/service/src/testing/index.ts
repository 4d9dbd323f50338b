export { startTestService, type TestService, type TestServiceOptions } from './start-test-service.js';
export { testConfig } from './test-config.js';
