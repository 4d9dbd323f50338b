import { Button, CopyButton, download } from '../../ui/index.ts';
import styles from './messages.module.css';

/** The diagram as text, for an issue or a document. */
export function MermaidView({ text, name }: { text: string; name: string }) {
  return (
    <div className={styles.mermaid}>
      <p className={styles.mermaidActions}>
        <span className="soft">Paste it between Mermaid fences in an issue or a Markdown file.</span>
        <CopyButton text={text} what="the Mermaid text">
          Copy
        </CopyButton>
        <Button size="small" icon="download" onClick={() => download(text, `${name}.mmd`)}>
          Download
        </Button>
      </p>
      <pre className={styles.mermaidText} tabIndex={0} role="region" aria-label="Mermaid text">
        {text}
      </pre>
    </div>
  );
}
