package org.morseuq.optimizer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The optimizers by name. One more is one more line here, of any {@link OptimizerRecipe}.
 *
 * <p>The constants that have no setting are those of PyTorch: 0.999 and 1e-8 for the second moment of Adam, 0.99 and 1e-8
 * for that of RMSProp, 1e-10 for AdaGrad. Weight decay is added to the gradient by the ones that PyTorch has under the
 * same name, and decoupled in all others.
 *
 * <p>The steps of {@code backward-sgd} are those of {@code sgd}: what makes it another is the order of the batches, which is
 * the trainer's work and told by {@link OptimizerConfig#window}.
 */
public final class Optimizers {

    /** What is known of a name. */
    private record Entry(
            String description, OptimizerConfig defaults, Function<OptimizerConfig, OptimizerRecipe> recipe) {}

    private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

    static {
        OptimizerConfig one = OptimizerConfig.of(1);
        OptimizerConfig tenth = OptimizerConfig.of(0.1);
        OptimizerConfig thousandth = OptimizerConfig.of(0.001);
        OptimizerConfig hundredth = OptimizerConfig.of(0.01);

        add("sgd", "gradient descent: Euler's method", tenth, c -> coupled(c, new PlainDirection(), new NoMemory()));
        add(
                "backward-sgd",
                "sgd, in every window of batches the newest first: steadier within a run, no better on average",
                tenth.withWindow(10),
                c -> coupled(c, new PlainDirection(), new NoMemory()));
        add(
                "momentum",
                "gradient descent with a heavy ball",
                hundredth.withMomentum(0.9),
                c -> coupled(c, new PlainDirection(), new HeavyBall(c.momentum())));
        add(
                "nesterov",
                "gradient descent with Nesterov's momentum",
                hundredth.withMomentum(0.9),
                c -> coupled(c, new PlainDirection(), new NesterovMemory(c.momentum())));
        add(
                "adam",
                "an averaged gradient over the root of its averaged square",
                thousandth.withMomentum(0.9),
                c -> coupled(c, new SecondMoment(0.999, 1e-8, true), new AveragedGradient(c.momentum())));
        add(
                "adamw",
                "adam with decoupled weight decay",
                thousandth.withMomentum(0.9).withWeightDecay(0.01),
                c -> rungeKutta(c, Tableaux.EULER)
                        .withDirection(new SecondMoment(0.999, 1e-8, true))
                        .withMemory(new AveragedGradient(c.momentum())));
        add(
                "adagrad",
                "the gradient over the root of the sum of its squares",
                hundredth,
                c -> coupled(c, new AdaGrad(1e-10), new NoMemory()));
        add(
                "rmsprop",
                "the gradient over the root of its averaged square",
                hundredth,
                c -> coupled(c, new SecondMoment(0.99, 1e-8, false), new NoMemory()));

        add("rk2", "Runge's midpoint method, 2 gradients a step", tenth, c -> rungeKutta(c, Tableaux.MIDPOINT));
        add("heun", "Heun's method, 2 gradients a step", tenth, c -> rungeKutta(c, Tableaux.HEUN));
        add("ralston", "Ralston's method, 2 gradients a step", tenth, c -> rungeKutta(c, Tableaux.RALSTON));
        add("rk3", "Kutta's method of order 3, 3 gradients a step", tenth, c -> rungeKutta(c, Tableaux.KUTTA_3));
        add("rk4", "the classical Runge-Kutta method, 4 gradients a step", tenth, c -> rungeKutta(c, Tableaux.RK4));
        add("rk4-38", "the 3/8 rule, 4 gradients a step", tenth, c -> rungeKutta(c, Tableaux.THREE_EIGHTHS));
        add("rk4-precond", "rk4 on the flow preconditioned by the modified AdaGrad", tenth, c -> rungeKutta(
                        c, Tableaux.RK4)
                .withDirection(new ModifiedAdaGrad()));
        add("rk4-dalr", "rk4 with the rescaled drift-adjusted step", one.withPower(1), c -> rescaled(c, Tableaux.RK4));
        add(
                "rk4-momentum",
                "rk4 with a heavy ball on the gradient of the whole step",
                hundredth.withMomentum(0.9),
                c -> rungeKutta(c, Tableaux.RK4).withMemory(new HeavyBall(c.momentum())));
        add(
                "rk4-full",
                "rk4 with preconditioner, rescaled drift-adjusted step and heavy ball",
                tenth.withPower(1).withMomentum(0.9),
                c -> rescaled(c, Tableaux.RK4)
                        .withDirection(new ModifiedAdaGrad())
                        .withMemory(new HeavyBall(c.momentum())));

        add("clr", "the corridor step: the loss over the squared gradient", one, Optimizers::corridor);
        add("clr-capped", "the corridor step with an upper bound", one.withCap(1), Optimizers::corridor);
        add("polyak", "Polyak's step to a known least loss, with an upper bound", one.withCap(1), Optimizers::corridor);
        add(
                "dal",
                "the drift-adjusted step: 2 over the drift",
                one.withPower(1).withCap(DriftAdjustedStep.USUAL_CAP),
                Optimizers::driftAdjusted);
        add(
                "dal-half",
                "the drift-adjusted step: 2 over the root of the drift",
                one.withPower(0.5).withCap(DriftAdjustedStep.USUAL_CAP),
                Optimizers::driftAdjusted);
        add(
                "dalr",
                "the rescaled drift-adjusted step, never above its ceiling",
                one.withPower(1),
                c -> rescaled(c, Tableaux.EULER));
    }

    private Optimizers() {}

    /** All names. */
    public static List<String> names() {
        return List.copyOf(ENTRIES.keySet());
    }

    /** What an optimizer does, in part of a sentence. */
    public static String description(String name) {
        return entry(name).description();
    }

    /** The settings to begin with. */
    public static OptimizerConfig defaults(String name) {
        return entry(name).defaults();
    }

    /**
     * The optimizer of these settings.
     *
     * @param config the settings
     * @return its recipe
     * @throws IllegalArgumentException for an unknown name, and for a setting that the name has no use for
     */
    public static OptimizerRecipe recipe(OptimizerConfig config) {
        Entry entry = entry(config.name());
        OptimizerConfig defaults = entry.defaults();
        refuseUnused(config.name(), "momentum", defaults.momentum() > 0, config.momentum() > 0);
        refuseUnused(config.name(), "power of the drift", defaults.power() > 0, config.power() > 0);
        refuseUnused(config.name(), "cap", Double.isFinite(defaults.cap()), Double.isFinite(config.cap()));
        refuseUnused(config.name(), "window", defaults.window() > 1, config.window() > 1);
        refuseUnused(config.name(), "least loss", config.name().equals("polyak"), config.infimum() != 0);
        return entry.recipe().apply(config);
    }

    private static void refuseUnused(String name, String setting, boolean used, boolean set) {
        Range.check(used || !set, name + " has no use for a " + setting + "; see its defaults");
    }

    private static Entry entry(String name) {
        Entry entry = ENTRIES.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(
                    "unknown optimizer '" + name + "'; known: " + String.join(", ", ENTRIES.keySet()));
        }
        return entry;
    }

    private static void add(
            String name,
            String description,
            OptimizerConfig defaults,
            Function<OptimizerConfig, OptimizerRecipe> recipe) {
        ENTRIES.put(name, new Entry(description, defaults.withName(name), recipe));
    }

    private static RungeKuttaRecipe of(OptimizerConfig config, ButcherTableau tableau, StepSize rule, double factor) {
        return RungeKuttaRecipe.plain(tableau, new ScheduledStep(rule, factor, config.schedule()))
                .withDecay(new WeightDecay(config.weightDecay(), true));
    }

    private static RungeKuttaRecipe rungeKutta(OptimizerConfig config, ButcherTableau tableau) {
        return of(config, tableau, new ConstantStep(config.learningRate()), 1);
    }

    private static RungeKuttaRecipe coupled(OptimizerConfig config, Direction direction, Memory memory) {
        return rungeKutta(config, Tableaux.EULER)
                .withDirection(direction)
                .withMemory(memory)
                .withDecay(new WeightDecay(config.weightDecay(), false));
    }

    private static RungeKuttaRecipe rescaled(OptimizerConfig config, ButcherTableau tableau) {
        return of(config, tableau, new RescaledDriftStep(config.learningRate(), config.power()), 1);
    }

    private static RungeKuttaRecipe corridor(OptimizerConfig config) {
        StepSize rule = new CorridorStep(config.infimum(), 1, config.cap());
        return of(config, Tableaux.EULER, rule, config.learningRate());
    }

    private static RungeKuttaRecipe driftAdjusted(OptimizerConfig config) {
        StepSize rule = new DriftAdjustedStep(config.power(), config.cap());
        return of(config, Tableaux.EULER, rule, config.learningRate());
    }
}
