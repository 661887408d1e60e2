import { Button, ButtonGroup } from "@shopify/polaris";

interface ChoiceProps<Value extends string> {
  label: string;
  options: readonly { readonly value: Value; readonly label: string }[];
  value: Value;
  onChange(value: Value): void;
}

/** One of a few, as buttons that tell which is pressed. */
export function Choice<Value extends string>({ label, options, value, onChange }: ChoiceProps<Value>) {
  return (
    <fieldset className="crescendo-choice">
      <legend className="crescendo-unseen">{label}</legend>
      <ButtonGroup variant="segmented">
        {options.map((option) => (
          <Button key={option.value} size="slim" pressed={option.value === value} onClick={() => onChange(option.value)}>
            {option.label}
          </Button>
        ))}
      </ButtonGroup>
    </fieldset>
  );
}
