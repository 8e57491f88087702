import type { JSX } from 'react';
import type { OperatorState } from '../../main/contract/operator.ts';

export function DeviceTable({ devices }: { readonly devices: OperatorState['devices'] }): JSX.Element {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">设备</th>
          <th scope="col">状态</th>
          <th scope="col">型号</th>
          <th scope="col">固件</th>
        </tr>
      </thead>
      <tbody>
        {devices.map(({ device, state, model, firmware }) => (
          <tr key={device} data-id={device}>
            <th scope="row">{device}</th>
            <td data-field="device-state">{state}</td>
            <td>{model}</td>
            <td>{firmware}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
