import { useFetcher } from "@remix-run/react";
import { Badge, BlockStack, Box, Button, Card, Collapsible, Icon, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { CheckCircleIcon, XIcon } from "@shopify/polaris-icons";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { SetupHidden } from "./setup-hidden.tsx";
import { SETUP_STEPS, type SetupState, type SetupStep, setupSteps } from "./setup-steps.ts";
import { useFormats, useShop } from "./shop-context.tsx";
import { ThemeEditorLinks } from "./theme-editor-links.tsx";

/** The guide until it is hidden; where it was, right after that, the way back to it. */
export function SetupGuide({ state, dismissed }: { state: SetupState; dismissed: boolean }) {
  const [already] = useState(dismissed);
  if (!dismissed) return <Guide state={state} />;
  return already ? null : <SetupHidden />;
}

/** The five steps to a first accepted offer. The first one open is unfolded; a finished one says so in words. */
function Guide({ state }: { state: SetupState }) {
  const { t } = useTranslation();
  const dismiss = useFetcher();
  const steps = setupSteps(state);
  const done = SETUP_STEPS.filter((step) => steps[step]).length;
  const [open, setOpen] = useState<SetupStep | null>(SETUP_STEPS.find((step) => !steps[step]) ?? null);
  const heading = useId();
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="start" wrap={false} gap="200">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd" id={heading}>
              {t("setup.title")}
            </Text>
            <Text as="p" tone="subdued">
              {t("setup.progress", { done, total: SETUP_STEPS.length })}
            </Text>
          </BlockStack>
          <Button
            icon={XIcon}
            variant="tertiary"
            accessibilityLabel={t("setup.dismiss")}
            loading={dismiss.state !== "idle"}
            onClick={() => dismiss.submit({ intent: "dismiss_setup" }, { method: "post", action: "/app?index" })}
          />
        </InlineStack>
        <ProgressBar progress={(done / SETUP_STEPS.length) * 100} size="small" tone="success" ariaLabelledBy={heading} />
        <ol style={{ listStyle: "none", margin: 0, padding: 0 }}>
          {SETUP_STEPS.map((step) => (
            <li key={step}>
              <Step
                step={step}
                done={steps[step]}
                open={open === step}
                state={state}
                onToggle={() => setOpen(open === step ? null : step)}
              />
            </li>
          ))}
        </ol>
      </BlockStack>
    </Card>
  );
}

interface StepProps {
  step: SetupStep;
  done: boolean;
  open: boolean;
  state: SetupState;
  onToggle(): void;
}

function Step({ step, done, open, state, onToggle }: StepProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const id = useId();
  const toggle = `${id}-toggle`;
  const before = useRef(done);
  // What was pressed to do the step is gone with it: the step's own button takes the focus.
  useEffect(() => {
    if (done && !before.current && document.activeElement === document.body) document.getElementById(toggle)?.focus();
    before.current = done;
  }, [done, toggle]);
  return (
    <Box paddingBlock="150" borderBlockStartWidth="025" borderColor="border">
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center" wrap={false}>
          <Box minWidth="20px">
            {done ? (
              <Icon source={CheckCircleIcon} tone="success" />
            ) : (
              <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
                <circle cx="10" cy="10" r="7" fill="none" stroke="#8a8a8a" strokeWidth="1.5" strokeDasharray="3 2.5" />
              </svg>
            )}
          </Box>
          <Button id={toggle} variant="monochromePlain" textAlign="left" onClick={onToggle} ariaExpanded={open} ariaControls={id}>
            {t(`setup.${step}.title`)}
          </Button>
          {done ? <Badge tone="success">{t("setup.done")}</Badge> : null}
        </InlineStack>
        <Collapsible id={id} open={open} transition={false}>
          <Box paddingInlineStart="800" paddingBlockEnd="100">
            <BlockStack gap="200" inlineAlign="start">
              <Text as="p" tone="subdued">
                {step === "costs" && state.assumedCostShare === null
                  ? t("setup.costs.text_unknown")
                  : t(`setup.${step}.text`, { share: formats.percent(state.assumedCostShare ?? 0) })}
              </Text>
              {done ? null : <StepAction step={step} state={state} />}
            </BlockStack>
          </Box>
        </Collapsible>
      </BlockStack>
    </Box>
  );
}

function StepAction({ step, state }: { step: SetupStep; state: SetupState }) {
  const { t } = useTranslation();
  const { domain } = useShop();
  const confirm = useFetcher();
  switch (step) {
    case "sync":
      return null;
    case "costs":
      return (
        <InlineStack gap="200">
          <Button
            disabled={!state.synced}
            loading={confirm.state !== "idle"}
            onClick={() => confirm.submit({ intent: "confirm_costs" }, { method: "post", action: "/app?index" })}
          >
            {t("setup.costs.confirm")}
          </Button>
          <Button url="/app/settings" variant="plain">
            {t("setup.costs.change")}
          </Button>
        </InlineStack>
      );
    case "block":
      return <ThemeEditorLinks />;
    case "offer":
      return <Button url="/app/offers">{t("setup.offer.action")}</Button>;
    case "accepted":
      return (
        <Button url={`https://${domain}/`} target="_blank">
          {t("setup.accepted.action")}
        </Button>
      );
  }
}
