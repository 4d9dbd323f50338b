// Jest's global set-up of the tests that start whole platforms by their commands: all of them end with the run.
import { setUpFolder } from '@waybill/testing/jest-run';
import './end-on-signal.mjs';

export default setUpFolder;
