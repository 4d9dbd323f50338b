import { styleText } from 'node:util';
import type { Output } from '../command.js';

type Style = Parameters<typeof styleText>[0];

/** Where output goes: how wide it is, and whether it shows colours. */
export interface Screen {
  /** From 80 to 200. */
  readonly columns: number;
  paint(style: Style, text: string): string;
}

/** Columns in a file or pipe. */
const NO_TERMINAL = 120;

/** Colours only on a terminal whose user wants them. */
export function screenOf(output: Output): Screen {
  const columns = output.isTTY ? (output.columns ?? 80) : NO_TERMINAL;
  const colours = output.isTTY === true && output.hasColors?.() === true;
  return {
    columns: Math.min(200, Math.max(80, columns)),
    paint: (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text),
  };
}
