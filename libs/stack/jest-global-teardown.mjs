import { tearDownRun } from './jest-global-setup.mjs';

export default tearDownRun;
