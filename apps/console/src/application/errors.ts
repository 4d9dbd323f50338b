/** More are listening than the console is made for. */
export class TooManyListeners extends Error {
  constructor(limit: number) {
    super(`${limit} pages listen to the console already, the most at a time. Close one, or try again later.`);
    this.name = 'TooManyListeners';
  }
}

/** The console is shutting down. */
export class ListeningEnded extends Error {
  constructor() {
    super('The console is shutting down.');
    this.name = 'ListeningEnded';
  }
}

/** What was asked for is not there, or nobody knows of it. */
export class NotKnown extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotKnown';
  }
}

/** A change that cannot be: where in the request, and why. */
export class ImpossibleChange extends Error {
  constructor(readonly faults: { pointer: string; message: string }[]) {
    super(faults.map(({ message }) => message).join('; '));
    this.name = 'ImpossibleChange';
  }
}
