"""Golden numbers for cross-checks, in float64 with NumPy alone; run it in this folder to write golden_losses.json anew."""
import json, numpy as np
rng = np.random.default_rng(20240202)
G = {}
def L(x): return np.asarray(x, dtype=np.float64).tolist()
def lsm(x): 
    m = x.max(-1, keepdims=True); return x - m - np.log(np.exp(x - m).sum(-1, keepdims=True))

# 1. distillation -------------------------------------------------------------------------------
S = np.round(rng.normal(size=(6, 5)), 3); T = np.round(1.5 * rng.normal(size=(6, 5)), 3)
valid = np.array([1, 1, 0, 1, 1, 0], bool); acts = np.array([0, 3, 2, 4, 1, 1]); coef = 0.75
lS, lT = lsm(S), lsm(T); pS, pT = np.exp(lS), np.exp(lT)
kl = (pT * (lT - lS)).sum(1); rkl = (pS * (lS - lT)).sum(1); ce = -lS[np.arange(6), acts]
gm = np.zeros_like(S); gm[valid] = coef * (pS - pT)[valid] / valid.sum()
G["distillation"] = dict(
  inputs=dict(student_logits=L(S), teacher_logits=L(T), valids=valid.tolist(), expert_actions=acts.tolist(), coeff=coef),
  outputs=dict(kl_teacher_student_per_sample=L(kl), kl_student_teacher_per_sample=L(rkl),
    ks_loss_masked=float(coef*kl[valid].mean()), bc_kl_loss_unmasked=float(coef*kl.mean()),
    bc_cross_entropy_loss_unmasked=float(coef*ce.mean()),
    entropy_student_per_sample=L(-(pS*lS).sum(1)),
    grad_ks_loss_wrt_student_logits=L(gm)),
  note="KL(teacher||student)=sum_a pT(log pT-log pS); sum over actions, mean over kept samples. grad = coeff*(pS-pT)/n_valid on kept rows, 0 elsewhere.")
# finite difference self-check
def f(Sx): 
    l=lsm(Sx); return coef*((pT*(lT-l)).sum(1)[valid]).mean()
h=1e-6; fd=np.zeros_like(S)
for i in range(6):
    for j in range(5):
        a=S.copy();a[i,j]+=h;b=S.copy();b[i,j]-=h;fd[i,j]=(f(a)-f(b))/(2*h)
assert np.abs(fd-gm).max()<1e-8

# 2. coefficient schedules ----------------------------------------------------------------------
steps=[0,1,1000,10000,41048,41049,100000,115966]
G["ks_coefficient_schedule"]=dict(
  inputs=dict(steps=steps, released=dict(start=0.75,decay=0.99998,floor=0.33), paper=dict(start=0.5,decay=0.99998,floor=0.0)),
  outputs=dict(released=[float(max(0.33,0.75*0.99998**k)) for k in steps], paper=[float(0.5*0.99998**k) for k in steps]),
  note="coefficient used for update number k (k=0 first); multiplied after every optimizer step. floor first binds at k=41049.")

# 3. EWC ----------------------------------------------------------------------------------------
th=np.round(rng.normal(size=7),3); ts=np.round(rng.normal(size=7),3); F=np.round(rng.uniform(0,2,size=7),3); lam=100.0
G["ewc_penalty"]=dict(inputs=dict(theta=L(th),theta_star=L(ts),fisher=L(F),lam=lam),
  outputs=dict(penalty=float(lam*(F*(th-ts)**2).sum()), gradient=L(2*lam*F*(th-ts))), note="no 1/2 factor")

# 4. Fisher of softmax regression ---------------------------------------------------------------
N,D,K=8,3,4
X=np.round(rng.normal(size=(N,D)),3); W=np.round(rng.normal(size=(K,D)),3); b=np.round(rng.normal(size=K)*.3,3); y=rng.integers(0,K,size=N)
Z=X@W.T+b; p=np.exp(lsm(Z)); XX=np.concatenate([X,np.ones((N,1))],1)   # params as K x (D+1): [W|b]
def fisher_from_labels(lbl):   # mean of squared per-sample grads of -log p(lbl|x)
    R=p.copy(); R[np.arange(N),lbl]-=1; g=R[:,:,None]*XX[:,None,:]; return (g**2).mean(0), g
exact=np.zeros((K,D+1))
for k in range(K):
    q,g=fisher_from_labels(np.full(N,k)); exact+= (p[:,k][:,None,None]*g**2).mean(0)
closed=((p*(1-p))[:,:,None]*(XX**2)[:,None,:]).mean(0); assert np.abs(exact-closed).max()<1e-14
emp,_=fisher_from_labels(y); am,g_am=fisher_from_labels(p.argmax(1))
ref_one=(g_am.mean(0))**2
halves=[(g_am[:4].mean(0))**2,(g_am[4:].mean(0))**2]; ref_two=(halves[0]+halves[1])/2
G["fisher_softmax_regression"]=dict(inputs=dict(X=L(X),W=L(W),b=L(b),labels=y.tolist()),
  outputs=dict(layout="K x (D+1): columns 0..D-1 weights, last column bias",
   true_fisher_diag=L(exact), empirical_fisher_diag_given_labels=L(emp), argmax_label_per_sample_diag=L(am),
   reference_style_one_batch_of_8=L(ref_one), reference_style_two_batches_of_4=L(ref_two), argmax_labels=p.argmax(1).tolist()),
  note="true: E_x E_{y~p}[g^2] = mean p_k(1-p_k) x_d^2. reference style: square of the batch-mean gradient with argmax labels, averaged over batches (smaller than the per-sample form).")

# 5. Gaussian Fisher (SAC actor) ----------------------------------------------------------------
J_mu=np.round(rng.normal(size=(3,2,5)),3); J_sd=np.round(rng.normal(size=(3,2,5)),3)*.2; sd=np.round(rng.uniform(.1,1.2,size=(3,2)),3)
fi=(J_mu**2+2*J_sd**2)/(sd[:,:,None]**2)
fi_eps=(J_mu**2+2*J_sd**2)/(sd[:,:,None]**2+1e-6)
G["fisher_gaussian_policy"]=dict(inputs=dict(dmu_dtheta=L(J_mu),dsigma_dtheta=L(J_sd),sigma=L(sd)),
  outputs=dict(exact=L(fi.sum(1).mean(0)), continual_world_eps1e6_clip1e5=L(np.maximum(fi_eps.sum(1),1e-5).mean(0))),
  note="shapes: [sample, action_dim, param]; sum over action dims, clip below at 1e-5 per sample, mean over samples.")

# 6. GAE (Sample Factory semantics) -------------------------------------------------------------
E_,Tn=2,6
r=np.round(rng.normal(size=(E_,Tn)),2); d=np.array([[0,0,1,0,0,0],[0,1,0,0,0,1]],float); V=np.round(rng.normal(size=(E_,Tn+1)),2)
va=np.ones((E_,Tn+1)); va2=va.copy(); va2[1,3]=0
def gae(r,d,V,va,g,l):
    delta=(r-V[:,:-1])*va[:,:-1]+(1-d)*(g*V[:,1:]*va[:,1:]); A=np.zeros_like(r); c=np.zeros(len(r))
    for t in reversed(range(r.shape[1])):
        dv=g*l*va[:,t]+(1-va[:,t]); c=delta[:,t]+dv*c*(1-d[:,t]); A[:,t]=c
    return A
out={}
for nm,(g,l) in dict(g099_l095=(.99,.95),g1_l1=(1.,1.),g0999999_l1=(.999999,1.)).items():
    A=gae(r,d,V,va,g,l); out[nm]=dict(advantages=L(A),returns=L(A+V[:,:-1]))
A2=gae(r,d,V,va2,.99,.95); out["g099_l095_with_invalid"]=dict(advantages=L(A2),returns=L(A2+va2[:,:-1]*V[:,:-1]))
G["gae"]=dict(inputs=dict(rewards=L(r),dones=L(d),values=L(V),valids_second=L(va2)),outputs=out,
  note="values has T+1 columns (last = bootstrap). done[t]=1 ends the episode after step t: no bootstrap and no accumulation across it.")

# 7. V-trace ------------------------------------------------------------------------------------
rho=np.round(np.exp(rng.normal(size=(E_,Tn))*.5),3)
def vtrace_std(r,d,V,rho,g,rb=1.,cb=1.):
    rr=np.minimum(rb,rho); cc=np.minimum(cb,rho); nd=g*(1-d)
    delta=rr*(r+nd*V[:,1:]-V[:,:-1]); vs=np.zeros_like(r); acc=np.zeros(len(r))
    for t in reversed(range(r.shape[1])): acc=delta[:,t]+nd[:,t]*cc[:,t]*acc; vs[:,t]=acc+V[:,t]
    vsn=np.concatenate([vs[:,1:],V[:,-1:]],1); pg=rr*(r+nd*vsn-V[:,:-1]); return vs,pg
def vtrace_sf(r,d,V,rho,g,rb=1.,cb=1.):   # Sample Factory: bootstrap value inferred as (V_last - r_last)/gamma
    rr=np.minimum(rb,rho); cc=np.minimum(cb,rho); vs=np.zeros_like(r); adv=np.zeros_like(r)
    nv=(V[:,Tn-1]-r[:,Tn-1])/g; nvs=nv.copy()
    for t in reversed(range(Tn)):
        nd=(1-d[:,t])*g; cv=V[:,t]; ds=rr[:,t]*(r[:,t]+nd*nv-cv); adv[:,t]=rr[:,t]*(r[:,t]+nd*nvs-cv)
        nvs=cv+ds+nd*cc[:,t]*(nvs-nv); vs[:,t]=nvs; nv=cv
    return vs,adv
a,bb=vtrace_std(r,d,V,rho,.99); a2,b2=vtrace_sf(r,d,V,rho,.99)
A1=gae(r,d,V,va,.99,1.0); a3,_=vtrace_std(r,d,V,np.ones_like(rho),.99); assert np.abs(a3-(A1+V[:,:-1])).max()<1e-12
G["vtrace"]=dict(inputs=dict(rewards=L(r),dones=L(d),values=L(V),rho=L(rho),gamma=.99,rho_bar=1.,c_bar=1.),
  outputs=dict(standard_vs=L(a),standard_pg_advantages=L(bb),sample_factory_vs=L(a2),sample_factory_adv=L(b2)),
  note="With rho==1, standard vs equals GAE(lambda=1)+V (checked). Sample Factory variant ignores values[:,T] and infers it.")

# 8. PPO losses ---------------------------------------------------------------------------------
n=8
ratio=np.round(np.exp(rng.normal(size=n)*.2),3); adv=np.round(rng.normal(size=n),3); eps=.1
vd=np.array([1,1,1,0,1,1,1,1],bool)
m,s=adv[vd].mean(),adv[vd].std(ddof=1); an=(adv-m)/max(s,1e-7); hi=1+eps; lo=1/hi
pl=-np.minimum(ratio*an,np.clip(ratio,lo,hi)*an)[vd].mean()
ov=np.round(rng.normal(size=n),3); nv=np.round(ov+rng.normal(size=n),3); tg=np.round(rng.normal(size=n),3); cv=1.0
vc=ov+np.clip(nv-ov,-cv,cv); vl=np.maximum((nv-tg)**2,(vc-tg)**2)[vd].mean()
G["ppo_losses"]=dict(inputs=dict(ratio=L(ratio),advantages=L(adv),valids=vd.tolist(),clip_ratio=eps,old_values=L(ov),new_values=L(nv),targets=L(tg),clip_value=cv,value_coeff=1.0),
  outputs=dict(adv_mean=float(m),adv_std_unbiased=float(s),clip_low=lo,clip_high=hi,policy_loss=float(pl),value_loss=float(vl)),
  note="clip interval is [1/(1+eps),1+eps]; value loss has no 1/2; advantages normalised with the unbiased std over valid samples.")

# 9. running return normaliser ------------------------------------------------------------------
batches=[np.round(rng.normal(2,3,size=5),2),np.round(rng.normal(-1,1,size=7),2)]
mean,var,cnt=0.,1.,1.; tr=[]
for B in batches:
    bm,bv,bc=B.mean(),B.var(ddof=1),len(B); dl=bm-mean; tot=cnt+bc
    M2=var*cnt+bv*bc+dl**2*cnt*bc/tot; mean=mean+dl*bc/tot; var=M2/tot; cnt=tot; tr.append(dict(mean=mean,var=var,count=cnt))
x=np.array([-20.,-1.,0.,2.,40.]); nx=np.clip((x-mean)/np.sqrt(var+1e-5),-5,5)
G["running_mean_std"]=dict(inputs=dict(batches=[L(B) for B in batches],x=L(x),eps=1e-5,clip=5.0,init=dict(mean=0,var=1,count=1)),
  outputs=dict(after_each_batch=tr,normalized=L(nx),denormalized_again=L(np.clip(nx,-5,5)*np.sqrt(var+1e-5)+mean)))

# 10. Gaussian KL, squashed log-prob, SAC targets -----------------------------------------------
mu1,mu2=np.round(rng.normal(size=(3,4)),3),np.round(rng.normal(size=(3,4)),3); l1,l2=np.round(rng.normal(size=(3,4))*.4-.5,3),np.round(rng.normal(size=(3,4))*.4-.5,3)
klg=(l2-l1+(np.exp(2*l1)+(mu1-mu2)**2)/(2*np.exp(2*l2))-.5).sum(1)
u=np.round(mu1+np.exp(l1)*rng.normal(size=mu1.shape),4)
gl=(-.5*(((u-mu1)/np.exp(l1))**2+2*l1+np.log(2*np.pi))).sum(1); corr=(2*(np.log(2)-u-np.logaddexp(0,-2*u))).sum(1)
G["gaussian_policy"]=dict(inputs=dict(mu_teacher=L(mu1),log_std_teacher=L(l1),mu_student=L(mu2),log_std_student=L(l2),pre_tanh_action_from_teacher=L(u)),
  outputs=dict(kl_teacher_student=L(klg),kl_mean=float(klg.mean()),log_prob_squashed_under_teacher=L(gl-corr),
    log_prob_squashed_under_student=L((-.5*(((u-mu2)/np.exp(l2))**2+2*l2+np.log(2*np.pi))).sum(1)-corr)),
  note="tanh squashing cancels in the KL; log|d tanh/du| = 2(log2-u-softplus(-2u)).")
t=np.array([0,10,100,198,199]); rt=np.array([1.,2.,.5,10.,10.]); 
G["success_bonus"]=dict(inputs=dict(t=t.tolist(),last_reward=L(rt),T=200,beta=1.5),outputs=dict(augmented_reward=L(1.5*rt*(200-t))),note="applied on the step where the stage succeeds")
q1,q2=np.array([1.2,-.3,4.]),np.array([.9,.1,4.5]); rw=np.array([1.,2.,3.]); dn=np.array([0.,1.,0.]); lp=np.array([-1.,.5,2.]); al=.2
G["sac_target"]=dict(inputs=dict(target_q1=L(q1),target_q2=L(q2),reward=L(rw),done=L(dn),logp_next=L(lp),alpha=al,gamma=.99),
  outputs=dict(backup=L(rw+.99*(1-dn)*(np.minimum(q1,q2)-al*lp))), note="RoboticSequence: done=1 on success AND on time limit (no bootstrap in both)")

# 11. CKA, forward transfer ---------------------------------------------------------------------
Xa=np.round(rng.normal(size=(10,4)),3); Ya=np.round(Xa[:,:3]@rng.normal(size=(3,3))+.5*rng.normal(size=(10,3)),3)
def cka(X,Y):
    Xc,Yc=X-X.mean(0),Y-Y.mean(0); return np.linalg.norm(Xc.T@Yc,'fro')**2/(np.linalg.norm(Xc.T@Xc,'fro')*np.linalg.norm(Yc.T@Yc,'fro'))
n_=10; H=np.eye(n_)-1/n_; Kx,Ky=Xa@Xa.T,Ya@Ya.T; hs=lambda A,B: np.trace(A@H@B@H)/(n_-1)**2
assert abs(cka(Xa,Ya)-hs(Kx,Ky)/np.sqrt(hs(Kx,Kx)*hs(Ky,Ky)))<1e-12
G["cka_linear"]=dict(inputs=dict(X=L(Xa),Y=L(Ya)),outputs=dict(cka=float(cka(Xa,Ya)),cka_self=float(cka(Xa,Xa)),cka_scaled_rotated=float(cka(Xa,3*Xa[:,::-1]))))
tt=np.linspace(0,1,6); pf=np.array([0.,.4,.7,.8,.9,.9]); pb=np.array([0.,0.,.1,.3,.5,.6])
au=lambda y: float(((y[1:]+y[:-1])/2*np.diff(tt)).sum()); 
G["forward_transfer"]=dict(inputs=dict(t_fraction=L(tt),p_finetune=L(pf),p_scratch=L(pb)),outputs=dict(auc=au(pf),auc_base=au(pb),ft=(au(pf)-au(pb))/(1-au(pb))),note="trapezoid rule")

# 12. two-state MDP -----------------------------------------------------------------------------
g=.9
def v0(th,f,r0,r1): return 1/(1-g)*(th+r0*(1-th)*(1-g*f)+g*th*r1*(1-f))/(1-g*f+g*th)
def v0_solve(th,f,r0,r1):
    P=np.array([[1-th,th],[1-f,f]]); R=np.array([th*1+(1-th)*r0, f*1+(1-f)*r1]); return np.linalg.solve(np.eye(2)-g*P,R)[0]
ths=[0.,.05,.08,.11,1/9,.25,.5,.75,.9,1.0]
fn=lambda t,e:(-e/(1-e/2)*t+1) if t<=1-e/2 else 2*t-1
for t_ in ths:
    assert abs(v0(t_,fn(t_,1.),0.,-1.)-v0_solve(t_,fn(t_,1.),0.,-1.))<1e-10
grid=np.linspace(0,1,1000001)
fa=np.abs(2*grid-1); va_=v0(grid,fa,0.,-1.); i=va_[:500000].argmax()
G["two_state_mdp"]=dict(inputs=dict(gamma=.9,theta=L(ths),coverage=dict(r0=0.,r1=-1.,epsilon=1.0),general=dict(r0=.3,r1=-.4,epsilon=.5)),
  outputs=dict(v0_coverage=[float(v0(t_,fn(t_,1.),0.,-1.)) for t_ in ths], v0_general=[float(v0(t_,fn(t_,.5),.3,-.4)) for t_ in ths],
   coverage_local_max=dict(theta=float(grid[i]),v0=float(va_[i])), v0_at_theta1=float(v0(1.,1.,0.,-1.))),
  note="r(s0->s1)=r(s1->s1)=1. gamma=.9 follows from the stated optimum 10. r0=0,r1=-1,eps=1 are OUR inference: they reproduce the paper's (theta=0.11, v=2.22) exactly as (1/9, 20/9).")

# 13. AppleRetrieval interference ---------------------------------------------------------------
cs=[.25,.5,.9,1.,1.1,2.]; 
G["apple_interference"]=dict(inputs=dict(c=cs,phase1_logit_gain=1.0),outputs=dict(phase2_logit_change=[float((1-c*c)/(1+c*c)) for c in cs],phase1_logit_after_pretraining_per_unit_k=[float(c*c-1) for c in cs]),
  note="Own derivation: logit=w*o+b, o=-c (phase 1) / +c (phase 2). Pre-training from w=b=0 gives (w,b)=-k(c,1). A phase-1 gradient step is along (-c,+1), so raising the phase-1 logit by D changes the phase-2 logit by D(1-c^2)/(1+c^2).")

# 14. dataset bookkeeping -----------------------------------------------------------------------
ts_=np.array([[0,1,2,3],[7,8,9,0],[5,6,0,1]]); a_=np.array([[3,4,5,6],[1,1,2,9],[8,7,6,5]])
prev_t=np.full((3,1),-1); df=ts_-np.concatenate([prev_t,ts_[:,:-1]],1); dn_=(df!=1).astype(int)
ts2=np.array([[4,5,6,7],[1,2,3,4],[2,3,4,5]]); df2=ts2-np.concatenate([ts_[:,-1:],ts2[:,:-1]],1)
G["dataset_boundaries"]=dict(inputs=dict(chunk1_timestamps=ts_.tolist(),chunk1_actions=a_.tolist(),chunk2_timestamps=ts2.tolist()),
  outputs=dict(chunk1_first_frame_flags=dn_.tolist(),chunk2_first_frame_flags=(df2!=1).astype(int).tolist(),
   chunk1_prev_actions=np.concatenate([np.zeros((3,1),int),a_[:,:-1]],1).tolist(),chunk2_prev_actions_first_column=a_[:,-1].tolist()),
  note="A frame is a boundary when its timestamp is not previous+1 (carry the last timestamp over chunks; start from -1). The flag sits on the FIRST frame of the new game.")
json.dump(G,open('golden_losses.json', 'w'),indent=1)
print({k:list(v['outputs'].keys()) for k,v in G.items()})
for k in ("distillation","ewc_penalty","vtrace","ppo_losses","two_state_mdp","forward_transfer","cka_linear","apple_interference"): print(k,json.dumps(G[k]["outputs"])[:600])
