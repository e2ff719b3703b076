import type { ComponentResource } from "@pulumi/pulumi";
import type { Platform } from "../platform/platform.ts";
import { startBySchedule } from "../platform/schedule.ts";
import type { PipelineStateMachine } from "../platform/state-machine.ts";

/**
 * Starts the pipeline at its times, unless Airflow does. The time at which it was to start goes along, so a start that is
 * late or made twice is of the same run.
 */
export function weeklySchedule(
  platform: Platform,
  stateMachine: PipelineStateMachine,
  parent: ComponentResource,
): void {
  const { owner, expression, timeZone } = platform.settings.schedule;
  if (owner !== "eventbridge") return;
  startBySchedule(
    platform,
    {
      name: "weekly",
      description: "Starts the neighbourhood pipeline",
      stateMachine,
      expression,
      timeZone,
      input: { scheduledTime: "<aws.scheduler.scheduled-time>" },
    },
    parent,
  );
}
