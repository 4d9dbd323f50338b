import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useRef, type MouseEvent, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { classNames } from './class-names.ts';
import styles from './data-table.module.css';
import { usePageOffset } from './use-page-offset.ts';

export interface Column<Row> {
  key: string;
  title: ReactNode;
  /** `end` for figures. */
  align?: 'end';
  /** A CSS width. */
  width?: string;
  cell: (row: Row) => ReactNode;
}

interface Props<Row> {
  /** The table's name, for assistive technology. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  onOpen?: (row: Row) => void;
}

const VIRTUAL_ABOVE = 200;
const ROW_HEIGHT = 38;

/**
 * A table that scrolls with the page. Above 200 rows only those near the window are rendered.
 *
 * @param rowHref where a click on a row leads, for the mouse; one cell holds the same link for the keyboard
 */
export function DataTable<Row>({ rowHref, ...rest }: Props<Row> & { rowHref?: (row: Row) => string }) {
  const [, navigate] = useLocation();
  const props: Props<Row> = { ...rest, onOpen: rowHref && ((row) => navigate(rowHref(row))) };
  return (
    <div className={styles.scroll}>
      {props.rows.length > VIRTUAL_ABOVE ? <VirtualTable {...props} /> : <PlainTable {...props} />}
    </div>
  );
}

function PlainTable<Row>(props: Props<Row>) {
  return (
    <table className={styles.table} aria-label={props.label}>
      <Head columns={props.columns} />
      <tbody>
        {props.rows.map((row) => (
          <BodyRow key={props.rowKey(row)} row={row} {...props} />
        ))}
      </tbody>
    </table>
  );
}

function VirtualTable<Row>(props: Props<Row>) {
  const { rows, rowKey, columns, label } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const offset = usePageOffset(body);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    scrollMargin: offset,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const above = items[0] ? items[0].start - offset : 0;
  const drawn = items.length * ROW_HEIGHT;
  return (
    <table
      className={classNames(styles.table, styles.virtual)}
      aria-label={label}
      aria-rowcount={rows.length + 1}
    >
      <Head columns={columns} />
      <tbody ref={body}>
        <Spacer height={above} span={columns.length} />
        {items.map(({ index }) => {
          const row = rows[index]!;
          return <BodyRow key={rowKey(row)} row={row} index={index} {...props} />;
        })}
        <Spacer height={virtual.getTotalSize() - above - drawn} span={columns.length} />
      </tbody>
    </table>
  );
}

function Head<Row>({ columns }: Pick<Props<Row>, 'columns'>) {
  return (
    <thead>
      <tr>
        {columns.map(({ key, title, align, width }) => (
          <th key={key} scope="col" className={align} style={{ width }}>
            {title}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function BodyRow<Row>({ row, index, columns, onOpen }: Props<Row> & { row: Row; index?: number }) {
  return (
    <tr
      className={onOpen && styles.open}
      aria-rowindex={index === undefined ? undefined : index + 2}
      onClick={onOpen && ((event) => !onControl(event) && onOpen(row))}
    >
      {columns.map(({ key, align, cell }) => (
        <td key={key} className={align}>
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

/** A click on a control, or one that selects text, does not open the row. */
function onControl(event: MouseEvent): boolean {
  const target = event.target as Element;
  return target.closest('a, button, input, select, label') !== null || getSelection()?.type === 'Range';
}
