export { connectMessaging, type ConnectOptions } from './connect-messaging.js';
export { MessagingHealth } from './messaging-health.js';
export { MessagingModule, type MessagingAsyncOptions, type MessagingOptions } from './messaging.module.js';
