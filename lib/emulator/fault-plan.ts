// Tested by test/emulator/faults.test.ts.

import { resolveFault, resolveFaults } from './fault-checks.ts'
import type { Fault, FaultStage, Faults, ResolvedFault, WireFault } from './faults.ts'
import { guard } from './guard.ts'
import { randomFrom } from './random.ts'

export interface FaultPlan {
  take(at: 'call', connection: number): Extract<ResolvedFault, { at: 'call' }> | undefined
  take(at: WireFault['at'], connection: number): WireFault | undefined
}

/** @throws TypeError for a fault that is none */
export function planFaults(faults: Faults, seed: number): FaultPlan {
  const random = randomFrom(seed)
  const resolved = resolveFaults(faults)
  const choose = typeof resolved === 'function' ? askSafely(resolved) : chooseFrom(resolved, random)
  function take(at: FaultStage, connection: number): ResolvedFault | undefined {
    const fault = choose(at, connection)
    return fault?.at === at ? fault : undefined
  }
  return { take } as FaultPlan
}

function askSafely(
  faults: (at: FaultStage, connection: number) => Fault | undefined,
): (at: FaultStage, connection: number) => ResolvedFault | undefined {
  const ask = (at: FaultStage, connection: number) => {
    const fault = faults(at, connection)
    return fault && resolveFault(fault, 'fault')
  }
  return (at, connection) => guard('faults', () => ask(at, connection), undefined)
}

function chooseFrom(
  faults: readonly ResolvedFault[],
  random: () => number,
): (at: FaultStage) => ResolvedFault | undefined {
  const states = faults.map((fault) => ({
    fault,
    skip: fault.skip ?? 0,
    times: fault.times ?? (fault.probability === undefined ? 1 : Number.POSITIVE_INFINITY),
  }))
  return (at) => {
    for (const state of states) {
      if (state.fault.at !== at || state.times <= 0) continue
      if (state.skip > 0) {
        state.skip--
        continue
      }
      if (random() >= (state.fault.probability ?? 1)) continue
      state.times--
      return state.fault
    }
    return undefined
  }
}
