// Jest's own `bail` ends a run without its report, and counts files.
import { TestEnvironment } from 'jest-environment-node';

/** Skips what comes after the first failure of a file. */
export default class UntilFirstFailure extends TestEnvironment {
  #failed = false;

  handleTestEvent(event) {
    if (event.name === 'test_fn_failure' || event.name === 'hook_failure') this.#failed = true;
    if (event.name === 'test_start' && this.#failed) event.test.mode = 'skip';
  }
}
