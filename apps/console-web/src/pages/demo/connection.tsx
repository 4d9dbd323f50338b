import type { CSSProperties } from 'react';
import { edgeDots } from '../flow/edge-look.ts';
import { useReducedMotion } from '../flow/use-reduced-motion.ts';
import { classNames } from '../../ui/index.ts';
import styles from './stage.module.css';

/** Messages between two parts, each way; without any, only the line. */
export function Connection({ forth, back = 0 }: { forth: number; back?: number }) {
  const still = useReducedMotion();
  return (
    <span className={styles.connection} aria-hidden="true">
      {!still && <Dots perSecond={forth} />}
      {!still && <Dots perSecond={back} back />}
    </span>
  );
}

function Dots({ perSecond, back = false }: { perSecond: number; back?: boolean }) {
  const count = edgeDots(perSecond);
  return Array.from({ length: count }, (_, index) => (
    <i
      key={`${count}-${index}`}
      className={classNames(styles.dot, back && styles.back)}
      style={{ '--share': index / count } as CSSProperties}
    />
  ));
}
