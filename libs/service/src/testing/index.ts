export { testConfig } from './test-config.js';
export { startTestService, type TestService, type TestServiceOptions } from './start-test-service.js';
