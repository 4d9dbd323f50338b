/** A program that the creation runs has failed. What is made so far stays. */
export class StepFailed extends Error {
  constructor(what: string, output: string, continueWith: string) {
    super(`${output.trimEnd()}\n\n${what} failed; the reason is above. To go on: ${continueWith}`);
    this.name = 'StepFailed';
  }
}
