import { tearDownRun } from '@waybill/testing/jest-run';

export default tearDownRun;
