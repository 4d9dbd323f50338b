export {
  OtlpReceiver,
  type AttributeMap,
  type ReceivedLog,
  type ReceivedMetric,
  type ReceivedSpan,
} from './otlp-receiver.js';
