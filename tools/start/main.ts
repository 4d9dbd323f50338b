// The start itself, once everything is installed and built.
import { readFlags } from './flags.mjs';
import { start } from './start.ts';

process.exitCode = await start(readFlags(process.argv.slice(2)));
