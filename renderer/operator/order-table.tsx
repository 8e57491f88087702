import type { JSX } from 'react';
import { formatAmount } from '../../main/contract/format.ts';
import type { DemoState } from '../../main/contract/operator.ts';

export function OrderTable({ orders }: { readonly orders: DemoState['orders'] }): JSX.Element {
  if (orders.length === 0) return <p>还没有订单。</p>;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">订单号</th>
          <th scope="col">金额</th>
          <th scope="col">状态</th>
          <th scope="col">渠道</th>
          <th scope="col">凭证号</th>
        </tr>
      </thead>
      <tbody>
        {orders.map(({ id, amountFen, state, status, channel, voucherNo, review }) => (
          <tr key={id} data-id={id}>
            <th scope="row">
              <code>{id}</code>
            </th>
            <td className="number">
              ¥{formatAmount(amountFen)}
              {review ? <span className="soft sum__count">大额复核</span> : null}
            </td>
            <td data-field="pay-status" data-value={status}>
              {state}
            </td>
            <td>{channel}</td>
            <td>{voucherNo ?? '无'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
