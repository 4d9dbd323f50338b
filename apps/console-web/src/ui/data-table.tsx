import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type MouseEvent, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './data-table.module.css';

export interface Column<Row> {
  key: string;
  title: ReactNode;
  /** `end` for figures. */
  align?: 'start' | 'end';
  /** A CSS width. */
  width?: string;
  cell: (row: Row) => ReactNode;
}

interface Props<Row> {
  /** The table's name, for who cannot see what stands above it. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** The mouse's short way over the whole row: one cell holds the link or button that does the same. */
  onOpen?: (row: Row) => void;
  selectedKey?: string;
}

const VIRTUAL_PAST = 200;
const ROW_HEIGHT = 38;

/** A plain table; past 200 rows it scrolls in itself and only what is seen is in the page. */
export function DataTable<Row>(props: Props<Row>) {
  return props.rows.length > VIRTUAL_PAST ? (
    <VirtualTable {...props} />
  ) : (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={props.label}>
        <Head columns={props.columns} />
        <tbody>
          {props.rows.map((row) => (
            <BodyRow key={props.rowKey(row)} row={row} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function VirtualTable<Row>(props: Props<Row>) {
  const { rows, rowKey, columns, label } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  return (
    <div
      ref={scroll}
      className={classNames(styles.scroll, styles.tall)}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <table className={styles.table} aria-label={label} aria-rowcount={rows.length + 1}>
        <Head columns={columns} />
        <tbody>
          <Spacer height={items[0]?.start ?? 0} span={columns.length} />
          {items.map(({ index }) => {
            const row = rows[index]!;
            return <BodyRow key={rowKey(row)} row={row} index={index} {...props} />;
          })}
          <Spacer height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} span={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

function Head<Row>({ columns }: Pick<Props<Row>, 'columns'>) {
  return (
    <thead>
      <tr>
        {columns.map(({ key, title, align, width }) => (
          <th key={key} scope="col" className={align === 'end' ? styles.end : undefined} style={{ width }}>
            {title}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function BodyRow<Row>({
  row,
  index,
  columns,
  rowKey,
  onOpen,
  selectedKey,
}: Props<Row> & { row: Row; index?: number }) {
  const selected = selectedKey !== undefined && rowKey(row) === selectedKey;
  return (
    <tr
      className={classNames(onOpen && styles.open, selected && styles.selected)}
      aria-rowindex={index === undefined ? undefined : index + 2}
      aria-current={selected || undefined}
      onClick={onOpen && ((event) => !onControl(event) && onOpen(row))}
    >
      {columns.map(({ key, align, cell }) => (
        <td key={key} className={align === 'end' ? styles.end : undefined}>
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  if (height <= 0) return null;
  return (
    <tr className={styles.spacer} aria-hidden="true">
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}

/** A click on a link, a button or marked text means that, not the row. */
function onControl(event: MouseEvent): boolean {
  const target = event.target as Element;
  return target.closest('a, button, input, select, label') !== null || getSelection()?.type === 'Range';
}
