import type { CSSProperties } from 'react';
import styles from './service-name.module.css';
import { serviceHue } from './service-hue.ts';

/** A service by its hue and name. */
export function ServiceName({ service }: { service: string }) {
  return (
    <span className={styles.name}>
      <ServiceMark service={service} />
      {service}
    </span>
  );
}

/** The hue alone, beside text that names the service. */
export function ServiceMark({ service }: { service: string }) {
  return (
    <span
      className={styles.mark}
      style={{ '--hue': serviceHue(service) } as CSSProperties}
      aria-hidden="true"
    />
  );
}
