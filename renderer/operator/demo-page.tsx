import type { JSX } from 'react';
import type { DemoState } from '../../main/contract/operator.ts';
import type { Ask } from './ask.ts';
import { ClockControls } from './clock-controls.tsx';
import { LeverForm } from './lever-form.tsx';
import { groupLevers } from './lever-groups.ts';
import { OrderTable } from './order-table.tsx';
import { PaperPicture } from './paper-picture.tsx';

interface DemoPageProps {
  readonly demo: DemoState;
  readonly ask: Ask;
  readonly paper: () => Promise<Uint8Array | null>;
}

/** What only emulated devices have. Everything on it comes from main's descriptors; it knows no device by name. */
export function DemoPage({ demo, ask, paper }: DemoPageProps): JSX.Element {
  return (
    <div className="columns">
      <div>
        {groupLevers(demo.levers).map(({ device, title, levers }) => (
          <section key={device} className="part">
            <h2>{title}</h2>
            {levers.map((lever) => (
              <LeverForm key={lever.id} lever={lever} ask={ask} />
            ))}
          </section>
        ))}
      </div>
      <div>
        <section className="part">
          <h2>时钟</h2>
          <ClockControls ask={ask} />
        </section>
        <section className="part">
          <h2>最近订单</h2>
          <OrderTable orders={demo.orders} />
        </section>
        <section className="part">
          <h2>打印纸</h2>
          <PaperPicture version={demo.paperVersion} load={paper} />
        </section>
      </div>
    </div>
  );
}
