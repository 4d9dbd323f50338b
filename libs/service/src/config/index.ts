export { baseSettings, ROLES, streamLimits, type BaseConfig, type Role } from './base-settings.js';
export { ConfigError, loadConfig, type Environment } from './load-config.js';
export {
  commaList,
  duration,
  setting,
  wholeNumber,
  type ConfigOf,
  type Setting,
  type Settings,
} from './setting.js';
