import styles from './row-track.module.css';

/** What the drawing means. */
export function Legend() {
  return (
    <ul className="row facts note" aria-label="Legend">
      <li>append: to the outbox; publish: to the broker; handle: by a consumer</li>
      <li className="row">
        <i className={styles.legendWork} />
        working, in the service’s colour
      </li>
      <li className="row">
        <i className={styles.legendWait} />
        waiting: outbox, broker, back-off
      </li>
      <li className="row">
        <i className={styles.legendPath} />
        critical path: the spans that determine the total time
      </li>
      <li className="row">
        <i className={styles.legendDot} />
        log line
      </li>
      <li>
        <b>⋯</b> time left out
      </li>
    </ul>
  );
}
