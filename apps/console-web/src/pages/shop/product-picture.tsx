import { useId, type CSSProperties } from 'react';
import styles from './product-picture.module.css';
import { productArt } from './product-art.ts';

interface Props {
  productId: string;
  description: string;
  /** `small` has no letter. */
  size?: 'card' | 'small' | 'large';
}

/** A printed label instead of a photograph. Decoration beside the product's name, so it is not read out. */
export function ProductPicture({ productId, description, size = 'card' }: Props) {
  const id = useId();
  const { hue, inkHue, motif, turn, scale, letter } = productArt(productId, description);
  const stroke = motif.stroke
    ? { fill: 'none', stroke: 'currentColor', strokeWidth: motif.stroke }
    : { fill: 'currentColor' };
  return (
    <svg
      className={`${styles.picture} ${styles[size]}`}
      style={{ '--hue': hue, '--ink-hue': inkHue } as CSSProperties}
      viewBox={size === 'small' ? '0 0 60 60' : '0 0 160 108'}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <pattern
        id={id}
        width="24"
        height="24"
        patternUnits="userSpaceOnUse"
        patternTransform={`rotate(${turn}) scale(${scale})`}
      >
        <path d={motif.path} {...stroke} />
      </pattern>
      <rect className={styles.ground} width="100%" height="100%" />
      <rect className={styles.print} width="100%" height="100%" fill={`url(#${id})`} />
      {size !== 'small' && (
        <>
          <rect className={styles.label} x="10" y="10" width="44" height="52" rx="2" />
          <circle className={styles.hole} cx="32" cy="17" r="2" />
          <text className={styles.letter} x="32" y="52" textAnchor="middle">
            {letter}
          </text>
        </>
      )}
    </svg>
  );
}
