// `npm start`, `npm test`, `npm run waybill -- <command>`: runs on the machine's own Node, with nothing installed.
import process from 'node:process';
import { enter } from '../libs/cli/bootstrap/enter.mjs';

await enter(process.argv.slice(2));
