import type { CSSProperties, ReactNode } from 'react';
import styles from './badge.module.css';
import { classNames } from './class-names.ts';
import { serviceHue } from './service-hue.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'neutral' | 'accent';

interface Props {
  tone?: Tone;
  /** In the service's hue instead of a tone. */
  service?: string;
  title?: string;
  children: ReactNode;
}

/** A short state in words; the colour only repeats what they say. */
export function Badge({ tone = 'neutral', service, title, children }: Props) {
  return (
    <span
      className={classNames(styles.badge, service ? styles.service : styles[tone])}
      style={service ? ({ '--hue': serviceHue(service) } as CSSProperties) : undefined}
      title={title}
    >
      {children}
    </span>
  );
}
