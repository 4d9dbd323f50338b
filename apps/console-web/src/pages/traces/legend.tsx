import styles from './legend.module.css';

/** What the drawing means, for who sees it for the first time. */
export function Legend() {
  return (
    <ul className={styles.legend} aria-label="Legend">
      <li>append: into the outbox; publish: to the broker; handle: by a consumer</li>
      <li>
        <i className={styles.work} />
        working, in the service’s colour
      </li>
      <li>
        <i className={styles.wait} />
        waiting: outbox, broker, back-off
      </li>
      <li>
        <i className={styles.path} />
        critical path: shorten this and the whole gets shorter
      </li>
      <li>
        <i className={styles.dot} />
        log line
      </li>
      <li>
        <span className={styles.skip}>⋯</span>
        time left out
      </li>
    </ul>
  );
}
