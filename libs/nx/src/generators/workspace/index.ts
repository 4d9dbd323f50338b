// For create-waybill, which has to make a workspace before anything is installed.
export { Refusal } from '../refusal.ts';
export { KEBAB } from '../naming.ts';
export { collectTemplate } from './collect-template.ts';
export { renderWorkspace, requireWorkspaceName, type WorkspaceOptions } from './render-workspace.ts';
export type { Template } from './template.ts';
