import type { RunningFigures } from '../persistence/figures.js';

/** A client of `GET /live`. */
export class LiveStream {
  private buffered = '';

  private constructor(
    readonly response: Response,
    private readonly reader: ReadableStreamDefaultReader<string>,
  ) {}

  static async open(serviceUrl: string): Promise<LiveStream> {
    const response = await fetch(`${serviceUrl}/live`);
    if (!response.ok || !response.body) throw new Error(`GET /live responded with ${response.status}`);
    return new LiveStream(response, response.body.pipeThrough(new TextDecoderStream()).getReader());
  }

  /** The next figures; undefined once the service has ended the stream. */
  async next(): Promise<RunningFigures | undefined> {
    for (;;) {
      const end = this.buffered.indexOf('\n\n');
      if (end >= 0) {
        const event = this.buffered.slice(0, end);
        this.buffered = this.buffered.slice(end + 2);
        const data = event.split('\n').find((line) => line.startsWith('data: '));
        if (data) return JSON.parse(data.slice('data: '.length)) as RunningFigures;
        continue;
      }
      const { done, value } = await this.reader.read();
      if (done) return undefined;
      this.buffered += value;
    }
  }

  /** Waits for figures that fulfil the condition, without polling: the service sends each change. */
  async until(condition: (figures: RunningFigures) => boolean): Promise<RunningFigures> {
    for (let figures = await this.next(); figures; figures = await this.next()) {
      if (condition(figures)) return figures;
    }
    throw new Error('the stream ended before the expected figures arrived');
  }

  async close(): Promise<void> {
    await this.reader.cancel();
  }
}
