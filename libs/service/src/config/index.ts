export {
  baseSettings,
  brokerAccess,
  ROLES,
  streamLimits,
  type BaseConfig,
  type Role,
} from './base-settings.js';
export { tokenSettings } from './http-settings.js';
export { ConfigError, loadConfig } from './load-config.js';
export { type Environment } from './read-variable.js';
export {
  commaList,
  duration,
  setting,
  wholeNumber,
  type ConfigOf,
  type Setting,
  type Settings,
} from './setting.js';
export { takeOtlpHeaders } from './otlp-headers.js';
