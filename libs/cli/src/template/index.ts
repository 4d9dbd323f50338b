export { conflictsOf, describeChanges, diffOf } from './describe.js';
export { findChanges, readYours } from './find-changes.js';
export { recordVersion, titleOf } from './record.js';
export { installedVersion, newestVersion } from './template-package.js';
export { requireCommitted } from './uncommitted.js';
export { touched, writeChanges } from './write-changes.js';
