import type { z } from 'zod';
import { baseSettings } from './base-settings.js';
import type { Setting, Settings } from './setting.js';

/** A setting as its documentation shows it. */
export interface DescribedSetting {
  readonly variable: string;
  readonly description: string;
  /** Text that has the effect of leaving the variable out; empty if there is none. */
  readonly default: string;
  /** The service does not start without it. */
  readonly required: boolean;
}

/** The settings that every service has. */
export function describedBaseSettings(): DescribedSetting[] {
  return describedSettings(baseSettings);
}

/**
 * Reads variable, meaning and default from the declarations.
 *
 * @throws TypeError a default cannot be written as the variable's text
 */
export function describedSettings(settings: Settings): DescribedSetting[] {
  return Object.values(settings).map((setting) => ({
    variable: setting.variable,
    description: setting.description,
    default: defaultText(setting),
    required: !setting.schema.safeParse(undefined).success,
  }));
}

function defaultText({ variable, schema }: Setting): string {
  const text = textOf(defaultIn(schema));
  if (text === '' || isSame(schema.safeParse(text), schema.safeParse(undefined))) return text;
  throw new TypeError(
    `${variable}: "${text}" is not read as its default. Declare the default as text, ` +
      `before it is parsed: .prefault('…') instead of .default(…)`,
  );
}

/** The innermost value that stands in for a missing one: what comes later in a pipe has been transformed. */
function defaultIn(schema: z.ZodType): unknown {
  const { type, in: input, innerType, defaultValue } = schema.def as SchemaDef;
  if (type === 'pipe') return input && defaultIn(input);
  if (type === 'default' || type === 'prefault') return defaultValue;
  return innerType && defaultIn(innerType);
}

interface SchemaDef {
  type: string;
  in?: z.ZodType;
  innerType?: z.ZodType;
  defaultValue?: unknown;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
