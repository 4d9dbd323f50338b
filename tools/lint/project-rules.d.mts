export const SCOPES: Record<string, string[]>;
export const LAYERS: Record<string, string[]>;
export const depConstraints: object[];
export const testConstraints: object[];
