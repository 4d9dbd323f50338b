import { globSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const FOLDER = '.github/ISSUE_TEMPLATE';

export const title = `the issue forms in ${FOLDER} are valid`;

export function check(): string[] {
  return globSync(`${FOLDER}/*.yml`).flatMap((file) => {
    const schema = file.endsWith('/config.yml') ? Chooser : Form;
    return formErrors(schema, readFileSync(file, 'utf8')).map((error) => `${file}: ${error}`);
  });
}

export function formErrors(schema: z.ZodType, text: string): string[] {
  const parsed = schema.safeParse(parse(text));
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`);
}

const text = z.string().min(1);
const validations = z.strictObject({ required: z.boolean() }).optional();
const id = z
  .string()
  .regex(/^[\w-]+$/)
  .optional();
const field = { label: text, description: text.optional() };

const Element = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('markdown'), attributes: z.strictObject({ value: text }) }),
  z.strictObject({
    type: z.literal(['input', 'textarea']),
    id,
    validations,
    attributes: z.strictObject({
      ...field,
      placeholder: text.optional(),
      value: text.optional(),
      render: text.optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('dropdown'),
    id,
    validations,
    attributes: z.strictObject({
      ...field,
      multiple: z.boolean().optional(),
      default: z.int().optional(),
      options: z.array(text).min(1),
    }),
  }),
  z.strictObject({
    type: z.literal('checkboxes'),
    id,
    attributes: z.strictObject({
      ...field,
      options: z.array(z.strictObject({ label: text, required: z.boolean().optional() })).min(1),
    }),
  }),
]);

/** As GitHub's documentation of the form schema has it; GitHub itself silently hides a form that is wrong. */
export const Form = z.strictObject({
  name: text,
  description: text,
  title: text.optional(),
  labels: z.array(text).optional(),
  assignees: z.array(text).optional(),
  projects: z.array(text).optional(),
  type: text.optional(),
  body: z
    .array(Element)
    .refine((body) => body.some(({ type }) => type !== 'markdown'), 'needs a field that can be filled in')
    .refine((body) => isUnique(body.map((each) => ('id' in each ? each.id : undefined))), 'has an id twice')
    .refine((body) => isUnique(body.map(labelOf)), 'has a label twice'),
});

const Chooser = z.strictObject({
  blank_issues_enabled: z.boolean(),
  contact_links: z.array(z.strictObject({ name: text, url: z.url(), about: text })).optional(),
});

function labelOf({ attributes }: z.output<typeof Element>): string | undefined {
  return 'label' in attributes ? attributes.label : undefined;
}

function isUnique(values: readonly (string | undefined)[]): boolean {
  const given = values.filter((value) => value !== undefined);
  return new Set(given).size === given.length;
}
