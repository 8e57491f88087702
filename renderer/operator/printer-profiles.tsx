import type { JSX } from 'react';
import type { OpenState } from '../../main/contract/operator.ts';
import type { PrinterPageView } from '../../main/contract/printer-tests.ts';
import { factWords } from '../../main/contract/printer-words.ts';
import type { Ask } from './ask.ts';
import { canPrint } from './printer-tests.tsx';

interface PrinterProfilesProps {
  readonly state: OpenState;
  readonly page: PrinterPageView;
  readonly ask: Ask;
}

/** All profiles, what the chosen one says and how well that is known, and its slip on this very printer. */
export function PrinterProfiles({ state, page, ask }: PrinterProfilesProps): JSX.Element {
  const { profiles, shown, profile } = page;
  return (
    <section className="part">
      <h2>型号配置</h2>
      <div className="profiles">
        <ul className="profiles__list" aria-label="型号配置">
          {profiles.map(({ name, model }) => (
            <li key={name}>
              <button
                type="button"
                data-action="show-profile"
                data-id={name}
                aria-pressed={name === shown.name}
                onClick={() => void ask({ type: 'show-profile', profile: name }, name)}
              >
                {name}
                {name === profile.name ? <span className="profiles__now">当前</span> : null}
                <span className="soft">{model}</span>
              </button>
            </li>
          ))}
        </ul>
        <div>
          <dl className="facts" data-field="profile-facts" data-value={shown.name}>
            {shown.facts.map(({ field, value, confirmed }) => (
              <Fact key={field} field={field} value={value} confirmed={confirmed} />
            ))}
          </dl>
          <p className="soft">
            <span className="guess">?</span> 没有这个型号的资料证实，以校准凭条为准。
          </p>
          <details>
            <summary>资料出处（原文）</summary>
            <dl className="sources">
              {shown.facts.map(({ field, source }) => (
                <div key={field}>
                  <dt>{factWords(field, '')[0]}</dt>
                  <dd>{source}</dd>
                </div>
              ))}
            </dl>
          </details>
          <button
            type="button"
            className="main"
            data-action="print-calibration"
            data-id={shown.name}
            disabled={!canPrint(state)}
            onClick={() => void ask({ type: 'print-calibration', profile: shown.name }, '打印校准凭条')}
          >
            按 {shown.name} 打印校准凭条
          </button>
          <p className="soft">只是试打，不改 kiosk.yaml。不认识的命令可能打出乱码。</p>
        </div>
      </div>
    </section>
  );
}

interface FactProps {
  readonly field: string;
  readonly value: string;
  readonly confirmed: boolean;
}

function Fact({ field, value, confirmed }: FactProps): JSX.Element {
  const [label, words] = factWords(field, value);
  return (
    <>
      <dt>{label}</dt>
      <dd data-id={field} data-value={value} data-confirmed={confirmed}>
        {words}
        {confirmed ? null : (
          <span className="guess" title="没有资料证实">
            ?
          </span>
        )}
      </dd>
    </>
  );
}
