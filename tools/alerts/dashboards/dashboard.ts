/** A unit of Grafana's: `short` is a plain number, `s` seconds, `ops` per second, `percentunit` a ratio. */
type Unit = 'short' | 's' | 'ops' | 'reqps' | 'bytes' | 'percentunit';

export interface Panel {
  readonly title: string;
  readonly unit: Unit;
  /** What it says, and when to worry. */
  readonly description?: string;
  /** A single figure instead of a time series. */
  readonly stat?: true;
  readonly queries: readonly Query[];
}

export interface Query {
  readonly expr: string;
  /** `{{label}}` is the value of a label. */
  readonly legend: string;
}

export interface Dashboard {
  readonly title: string;
  /** Of its file and its address. */
  readonly uid: string;
  readonly panels: readonly Panel[];
}

/** A panel with one query for each legend. */
export function panel(
  title: string,
  unit: Unit,
  queries: Readonly<Record<string, string>>,
  more: Partial<Panel> = {},
): Panel {
  return {
    title,
    unit,
    queries: Object.entries(queries).map(([legend, expr]) => ({ legend, expr })),
    ...more,
  };
}
