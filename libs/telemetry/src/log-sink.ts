/** Called with each log line, in the context in which it is written. */
export type LogSink = (line: string) => void;

let sink: LogSink | undefined;

/** Loggers are made before and after telemetry starts, so they look here for every line. */
export function setLogSink(to: LogSink | undefined): void {
  sink = to;
}

export function currentLogSink(): LogSink | undefined {
  return sink;
}
