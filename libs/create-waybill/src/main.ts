#!/usr/bin/env node
// `npm create waybill my-shop`: one file without dependencies, on the machine's own Node.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { Refusal, type Template } from '@waybill/nx/workspace';
import { ask } from './ask.js';
import { readArguments, USAGE } from './arguments.js';
import { create } from './create.js';
import { StepFailed } from './step-failed.js';

try {
  const given = readArguments(process.argv.slice(2));
  if (given.help) {
    process.stdout.write(USAGE);
  } else {
    const template = readFileSync(new URL('../template.json', import.meta.url), 'utf8');
    const wanted = process.stdin.isTTY ? await ask(given) : given;
    await create(wanted, JSON.parse(template) as Template, (line) => process.stdout.write(`${line}\n`));
  }
} catch (error) {
  if (!(error instanceof Refusal || error instanceof StepFailed)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof Refusal ? 2 : 1;
}
