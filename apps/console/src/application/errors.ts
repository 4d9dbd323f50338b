/** More pages listen than the console allows. */
export class TooManyListeners extends Error {
  constructor(limit: number) {
    super(
      `${limit} pages are connected to the console already, the most at a time. Close one, or try again later.`,
    );
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

/** What was asked for does not exist, or no part of the platform knows it. */
export class NotKnown extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotKnown';
  }
}

/** A change that is not possible: where in the request, and why. */
export class ImpossibleChange extends Error {
  constructor(readonly errors: { pointer: string; message: string }[]) {
    super(errors.map(({ message }) => message).join('; '));
    this.name = 'ImpossibleChange';
  }
}
