import { tearDownRun } from '../dist/jest-run.js';

export default tearDownRun;
