package org.retain.operators.environment.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.retain.operators.environment.Environment;
import org.retain.operators.environment.EnvironmentFactory;
import org.retain.operators.environment.EnvironmentSpec;

/** Makes environments that end their process at a reset or a step. */
record TestingFactory(EnvironmentFactory inner, boolean diesAtReset, boolean diesAtStep)
        implements EnvironmentFactory {

    @Override
    public EnvironmentSpec spec() {
        return inner.spec();
    }

    @Override
    public Environment create(int slots) {
        Environment environment = inner.create(slots);
        return (Environment)
                Proxy.newProxyInstance(
                        TestingFactory.class.getClassLoader(),
                        new Class<?>[] {Environment.class},
                        (proxy, method, arguments) -> {
                            if ((diesAtReset && method.getName().equals("reset"))
                                    || (diesAtStep && method.getName().equals("step"))) {
                                System.err.println("Dies at " + method.getName());
                                Runtime.getRuntime().halt(134);
                            }
                            try {
                                return method.invoke(environment, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
