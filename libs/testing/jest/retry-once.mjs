// Tests on real servers share the cores with those servers, and a failure may be one of timing: a test that fails runs
// once more, and its first failure is still printed.
import { jest } from '@jest/globals';

jest.retryTimes(1, { logErrorsBeforeRetry: true });
