// Jest's global set-up of the tests that start whole platforms by their commands: all of them end with the run.
import { setUpFolder } from '../dist/jest-run.js';
import './end-on-signal.mjs';

export default setUpFolder;
