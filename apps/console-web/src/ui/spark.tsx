import { sparkPath } from './spark-path.ts';

interface Props {
  values: readonly number[];
  /** What it shows, with the latest figure, for screen readers. */
  label: string;
  width?: number;
  height?: number;
  /** A CSS colour. */
  color?: string;
}

/** The latest values as a line above zero. */
export function Spark({ values, label, width = 96, height = 24, color = 'var(--accent)' }: Props) {
  const path = sparkPath(values, width, height);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <path d={path.area} fill={color} opacity="0.14" />
      <path d={path.line} fill="none" stroke={color} strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  );
}
