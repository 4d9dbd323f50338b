import { styleText } from 'node:util';
import type { Output } from '../command.ts';

type Style = Parameters<typeof styleText>[0];

/** What is written on: how wide, and with colours or without. */
export interface Screen {
  /** From 80 to 200. */
  readonly columns: number;
  paint(style: Style, text: string): string;
}

/** As wide as people read who send it to a file. */
const UNWATCHED = 120;

/** Colours only where somebody watches and wants them. */
export function screenOf(output: Output): Screen {
  const columns = output.isTTY ? (output.columns ?? 80) : UNWATCHED;
  const colours = output.isTTY === true && output.hasColors?.() === true;
  return {
    columns: Math.min(200, Math.max(80, columns)),
    paint: (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text),
  };
}
