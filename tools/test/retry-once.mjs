// Tests on real servers share two cores with those servers, and one that misses its moment there says
// little: it runs once more, and its first failure is printed all the same.
import { jest } from '@jest/globals';

jest.retryTimes(1, { logErrorsBeforeRetry: true });
