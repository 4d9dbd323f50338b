import type { InspectionError } from '../inspection/protocol.js';

/** nats-server's default `max_payload`. */
const MAX_BYTES = 1024 * 1024;

interface PacketSerializer {
  serialize(packet: object): { data: string };
}

/** Like the inner one, but a reply larger than the broker accepts becomes an error; otherwise there would be no reply. */
export class ReplySerializer implements PacketSerializer {
  constructor(private readonly inner: PacketSerializer) {}

  serialize(packet: { id?: string }): { data: string } {
    const serialized = this.inner.serialize(packet);
    const bytes = Buffer.byteLength(serialized.data);
    if (bytes <= MAX_BYTES) return serialized;
    const err: InspectionError = {
      status: 'error',
      code: 'ANSWER_TOO_LARGE',
      message: `the reply has ${bytes} bytes, more than the broker accepts: request less at once`,
    };
    return this.inner.serialize({ id: packet.id, err, isDisposed: true });
  }
}
