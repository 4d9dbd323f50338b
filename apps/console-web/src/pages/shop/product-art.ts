import { fnv1a } from './fnv-1a.ts';

/** The drawing for a product: always the same for one id, and similar for ids that begin alike. */
interface ProductArt {
  /** Degrees on the colour wheel, of the ground and of the print. */
  hue: number;
  inkHue: number;
  motif: Motif;
  /** Degrees, and how large a tile is drawn. */
  turn: number;
  scale: number;
  /** The first letter or digit of its name. */
  letter: string;
}

/** One tile of a pattern, 24 units square. */
interface Motif {
  name: string;
  path: string;
  /** Drawn as lines of this width; else filled. */
  stroke?: number;
}

const MOTIFS: readonly Motif[] = [
  { name: 'dots', path: 'M6 3a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM18 15a3 3 0 1 1 0 6 3 3 0 0 1 0-6Z' },
  { name: 'stripes', path: 'M0 0H12V24H0Z' },
  {
    name: 'waves',
    path: 'M-6 12q6-10 12 0t12 0 12 0M-6 24q6-10 12 0t12 0 12 0M-6 0q6-10 12 0t12 0 12 0',
    stroke: 3,
  },
  {
    name: 'scallops',
    path: 'M0 12a12 12 0 0 1 24 0M-12 24a12 12 0 0 1 24 0M12 24a12 12 0 0 1 24 0M4 12a8 8 0 0 1 16 0M-8 24a8 8 0 0 1 16 0M16 24a8 8 0 0 1 16 0',
    stroke: 2,
  },
  { name: 'crosses', path: 'M10 4h4v6h6v4h-6v6h-4v-6H4v-4h6Z' },
  { name: 'triangles', path: 'M0 12 6 0l6 12ZM12 24l6-12 6 12Z' },
  { name: 'arcs', path: 'M0 0h12a12 12 0 0 1-12 12ZM24 24H12a12 12 0 0 1 12-12Z' },
  { name: 'leaves', path: 'M0 12Q0 0 12 0 12 12 0 12ZM24 12Q24 24 12 24 12 12 24 12Z' },
  { name: 'chevrons', path: 'M-2 10 6 2l6 6 6-6 8 8M-2 22l8-8 6 6 6-6 8 8', stroke: 3 },
];

const TURNS = [0, 0, 45, 90, 30];

export function productArt(productId: string, description: string): ProductArt {
  const family = hash(productId.split('-')[0]!);
  const own = hash(productId);
  const hue = own % 360;
  return {
    hue,
    inkHue: (hue + [18, 165, -40, 200][family % 4]! + 360) % 360,
    motif: MOTIFS[family % MOTIFS.length]!,
    turn: TURNS[(own >>> 9) % TURNS.length]!,
    scale: 0.7 + ((own >>> 13) % 5) * 0.15,
    letter: /[\p{L}\p{N}]/u.exec(description)?.[0].toUpperCase() ?? '·',
  };
}

/** Mixed once more, as ids that differ in one letter should not look alike. */
function hash(text: string): number {
  const mixed = fnv1a(text);
  const value = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
