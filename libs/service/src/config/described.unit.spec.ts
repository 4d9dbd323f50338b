import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { describedBaseSettings, describedSettings } from './described.js';
import { commaList, setting, wholeNumber } from './setting.js';

const described = (schema: z.ZodType) => describedSettings({ it: setting('IT', schema, 'What it is') })[0];

describe('the documentation of a setting', () => {
  it('has its variable and its meaning', () => {
    expect(described(z.string())).toMatchObject({ variable: 'IT', description: 'What it is' });
  });

  it('says whether it is required', () => {
    expect(described(z.string())).toMatchObject({ required: true });
    expect(described(z.string().optional())).toMatchObject({ required: false, default: '' });
  });

  it.each([
    ['a number', wholeNumber(0, 10).default(5), '5'],
    ['a list', commaList.default(['a', 'b']), 'a,b'],
    [
      'a word that becomes something else',
      z
        .enum(['on', 'off'])
        .default('off')
        .transform((text) => text === 'on'),
      'off',
    ],
    ['a text that is parsed', z.string().transform(Number.parseFloat).prefault('5s'), '5s'],
    ['nothing', commaList.default([]), ''],
  ])('has the text of its default: %s', (_, schema, text) => {
    expect(described(schema)).toMatchObject({ default: text, required: false });
  });

  it('refuses a default that nobody could write', () => {
    const seconds = z.string().transform((text) => Number(text) * 1_000);
    expect(() => described(seconds.default(5_000))).toThrow('IT: "5000" is not read as its default');
  });
});

it('the settings of every service can be documented', () => {
  const settings = new Map(describedBaseSettings().map((each) => [each.variable, each]));
  expect(settings.get('SHUTDOWN_GRACE')).toMatchObject({ default: '5s' });
  expect(settings.get('ROLES')).toMatchObject({ default: 'api,relay,consumers' });
  expect(settings.get('PORT')).toMatchObject({ required: true });
});
